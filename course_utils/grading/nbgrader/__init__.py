"""What the course adds to nbgrader: settings, preprocessors, feedback and speed; nbgrader itself is unchanged."""
