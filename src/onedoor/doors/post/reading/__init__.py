"""Reads pictures of paper: pages, marks, words, crosses and boxes. Knows no database and no customer."""
