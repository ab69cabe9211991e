"""How the server is: `/health` for who watches over it, `/metrics` for Prometheus."""
