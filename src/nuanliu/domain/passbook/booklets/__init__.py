"""存折 on paper: which line stands on which page of which booklet, so that paper and book can be compared."""
