"""What every route needs: errors, keys, limits, bodies, client addresses, CORS."""
