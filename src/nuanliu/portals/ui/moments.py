"""A field that takes a moment as it is said on the telephone: 明天上午, 下周二, 25号, mtsw, +1 9."""
