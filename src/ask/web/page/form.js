// The script of the form's pages.
