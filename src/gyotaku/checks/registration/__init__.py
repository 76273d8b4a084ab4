"""What registries say of the domains and addresses of the mail."""
