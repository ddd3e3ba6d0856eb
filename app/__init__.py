"""Acts of the office: one file of verbs per subject; the law; the paper. No window, anywhere."""
