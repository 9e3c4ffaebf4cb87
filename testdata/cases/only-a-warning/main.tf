variable "ami" {}
variable "subnet" {}

resource "aws_instance" "app" {
  ami           = var.ami
  instance_type = "t3.large"
  subnet_id     = var.subnet
}

resource "aws_network_interface" "second" {
  subnet_id       = var.subnet
  security_groups = ["sg-0123456789abcdef0"]
}

resource "aws_network_interface_attachment" "second" {
  instance_id          = aws_instance.app.id
  network_interface_id = aws_network_interface.second.id
  device_index         = 1
}
