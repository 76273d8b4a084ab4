"""What everything speaks: text, evidence, findings, hypotheses, answers, the path, the report. Frozen; imports nothing of ours."""
