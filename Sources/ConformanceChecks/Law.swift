import SeqRec
