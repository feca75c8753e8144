"""How somebody comes in: a volunteer's application and papers; a relative's asking; two entries made one."""
