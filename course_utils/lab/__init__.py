"""What JupyterLab is started with: its settings, and kernels that say what an error asks for."""
