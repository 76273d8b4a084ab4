"""What bench/scan.py compares with: each program as a process that is sent mails and answers, measured by the kernel's clock of that process."""
