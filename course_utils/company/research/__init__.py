"""The second floor: tickets, interviews, usability tests, Kano and price surveys, the backlog."""
