"""Plain HTTP round GraphQL: sessions, uploads, webhooks, the PWA, health."""
