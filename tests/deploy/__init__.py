"""What brings the course to a class: the image, its start script, the values for Kubernetes."""
