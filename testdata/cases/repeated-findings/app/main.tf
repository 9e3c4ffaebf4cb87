variable "front_subnet_id" {}
variable "back_subnet_id" {}

resource "aws_network_interface" "back" {
  subnet_id       = var.back_subnet_id
  security_groups = ["sg-0123456789abcdef0"]

  attachment {
    instance     = aws_instance.app.id
    device_index = 1
  }
}

resource "aws_instance" "app" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "m5.large"
  subnet_id     = var.front_subnet_id
}
