"""Acts of the office: one file of verbs per subject; the law; the paper. No window, anywhere.

``desk.py`` is where every verb begins: an officer at an open database on a day, with the law in force.
``arrivals``, ``registrations``, ``permits``, ``endorsements`` are the main job in its order; ``today`` says
what is due, ``benefits`` who may have what, ``statistics`` how many, ``undoing`` takes back. ``law/``
answers with reasons and knows no database, ``paper/`` draws what it is handed, ``exchange/`` takes lists
in and writes them out.

The words of the trade, one word per thing in column, code, form, test and changelog:

- act (办理): one thing an officer did, written whole or not at all; the journal names it.
- application (申领): asking for a residence permit.
- arrival (到达): the day a person came to live at a dwelling; the registration clock starts there.
- backup (备份): a verified copy of an office's own file, with its slip (备份单), which tells what it is.
- batch (批次): the cards that are sent to the press at one go; the one it began with stands for it.
- benefit, service (服务): what a resident may have, each by a rule of the law.
- blank (空白卡), its box (盒) and the count (点数) of them: a numbered card not yet printed; used, spoiled or
  returned, never lost.
- case (案例): an invented person and day beside a rule, with the answer it must give.
- clue (线索): a text by whose beginning a resident or a dwelling is found, kept with the records.
- commencement (施行): a rule pack put in force at the office from a day on, or rolled back.
- conflict (冲突): what two officers changed otherwise about one person; it waits until one has chosen (合并).
- daily list (当日工作清单): what was done at the office on a day, by officer, on paper.
- day's close (日结): a day that adds up, signed by an officer; the reckoning (对账) says how it adds up.
- decision (决定): what was decided, under which law, with the reasons of that day.
- draft (草稿): what was typed and not saved yet.
- dwelling (住所): an address people live at; a stay has one.
- edition (版本): a rule or number as it is in force from a day on.
- employment (就业), insurance (社保), schooling (就学): spells and months on file, which the law may ask.
- enclosure (附件) and its leaves (张): what lies with an application to be looked at, proof by proof.
- endorsement (签注): the yearly confirmation of a permit; late, its use is suspended (使用功能中止).
- entitlement (可享): a yes of the law to a service, since a day.
- explanation (说明): why something due was not done by the end of a day.
- extract (摘存): what the law may ask of some thousand persons, made from their records.
- frame (框) and gap (缺处): a place of a page where something lacks, and in words what.
- household (家庭户) and its members (成员): who lives together, and who stands for whom.
- identity card (身份证) and its reader (读卡器): what a chip says, read strictly or not at all.
- identifier (证件): a number a person is known by: citizen number, permit of Hong Kong, Macao or Taiwan, …
- journal (变更流水): what each act changed, field by field, chained by hash.
- label (检索标签): all that a resident or a dwelling is found by, in one text; its clues lead to it.
- ledger of residence (居住台账): every stretch of days, counted or not, and why.
- listing (列表): a list of any length: its order in numbers, and its rows, read when they are seen.
- material (材料): a proof that was asked for, held or missing, and how it was verified.
- notice (一次性告知): everything an application lacks, told once.
- offer (告知): a resident was told of a service.
- office, station (派出所、社区服务点): whose desk it is.
- officer (经办人): who signs in there; every act bears one.
- original (原样): what was typed of a conflict, kept for seven days after it was merged.
- page (页) of a proof and its picture (影像): photographed or scanned, and erased at its time (保存期).
- pack (政策包): the law of one place as dated data, laid over the packs of wider places.
- permit (居住证) and its steps (环节): one card's life, from application to cancellation.
- person, resident (人员、居民): somebody on file, whatever stays they had.
- printout (打印件): one document as it was printed, kept by checksum.
- registration (居住登记): made for a stay, due on the thirtieth day where the law says so.
- putting back (恢复): a copy takes the place of the office's file, which is moved aside.
- remark (备注): what officers note about a resident on the file, for one another.
- reversal (撤销): an act taken back, itself an act.
- question (询问): what an officer asks another about a conflict; open until answered, withdrawn or chosen.
- roll (名册): every stay and permit as columns of numbers, read once, on which figures are counted.
- second place (第二处): a stick or another disk to which every backup is brought too.
- series (编号): a counter from which numbers are given out.
- statement (声明): what residents say of themselves, asked where nothing on file answers the law.
- stay (居住): the days somebody lives at a dwelling; person is not stay.
- target (考核目标): the share an office is measured by, set in its own pack, or nowhere.
- threshold (满30日): the day a registration is due.
- to-do list (待办清单): what is to do, as 今日 lists it, on paper to take along.
- verified (已核对原文): somebody has read this in the act itself; else it is unverified and says so.
"""
