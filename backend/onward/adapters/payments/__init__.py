"""Payment providers: who takes money and gives it back."""
