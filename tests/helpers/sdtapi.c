/* The library of a card reader, for the tests: it answers as it was told to and counts who left it open. */

#include <string.h>

static struct {
    int port, misses, find, select, read, open;
    unsigned int length;
    unsigned char text[8192];
} told;

void play(int port, int misses, int find, int select, int read, const unsigned char *text, unsigned int length)
{
    told.port = port, told.misses = misses;
    told.find = find, told.select = select, told.read = read;
    told.length = length;
    memcpy(told.text, text, length < sizeof told.text ? length : sizeof told.text);
}

int left_open(void) { return told.open; }

int SDT_OpenPort(int port)
{
    if (port != told.port)
        return 0x01;
    told.open++;
    return 0x90;
}

int SDT_ClosePort(int port) { return told.open--, 0x90; }

int SDT_StartFindIDCard(int port, unsigned char *found, int once)
{
    return told.misses-- > 0 ? 0x80 : told.find;
}

int SDT_SelectIDCard(int port, unsigned char *found, int once) { return told.select; }

int SDT_ReadBaseMsg(int port, unsigned char *text, unsigned int *text_length, unsigned char *photo,
                    unsigned int *photo_length, int once)
{
    memcpy(text, told.text, told.length < 4096 ? told.length : 4096);
    memset(photo, 0x57, 1024);
    *text_length = told.length, *photo_length = 1024;
    return told.read;
}
