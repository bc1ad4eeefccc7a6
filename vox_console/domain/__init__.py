"""Values and rules: what an SMS is, how it is cut, what may happen to it. No I/O, no clock, no Qt.

Everything here is a pure function or a frozen value; ids and times are passed in. The only third
parties are tables: phonenumbers (numbering plans) and gsm0338 (3GPP TS 23.038 alphabets).
"""
