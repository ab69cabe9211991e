"""What a person sees: pages rendered here, usable without a script of ours, with nothing from elsewhere."""
