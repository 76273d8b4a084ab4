"""What everything speaks: text, evidence, findings, hypotheses, answers, the path. Imports nothing of ours."""
