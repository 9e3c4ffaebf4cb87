resource "aws_instance" "{{ cookiecutter.name }}" {
  ami           = {{ cookiecutter.ami }}
  instance_type = "m5.large"
}
