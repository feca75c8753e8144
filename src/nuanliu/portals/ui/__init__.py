"""The shared look of every portal: layouts, form fields, drawn icons, words on screen. Knows no portal."""
