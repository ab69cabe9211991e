"""The script that pages embed, joined from the parts that its address asks for."""
