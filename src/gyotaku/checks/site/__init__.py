"""What the hosts are and were to which links lead."""
