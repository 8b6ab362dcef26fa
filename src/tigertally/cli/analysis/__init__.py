"""What the commands that look ahead share: whose policies they read, and how they show what they find."""
