"""What JupyterLab is started with: its settings, and kernels that say which cell a name needs."""
