variable "address" {
  type      = string
  sensitive = true
}

variable "password" {
  type      = string
  sensitive = true
}

variable "passphrase" {
  type      = string
  sensitive = true
}

locals {
  seed = "#cloud-config\npassphrase: ${var.passphrase}\n"
}

resource "aws_subnet" "a" {
  vpc_id            = "vpc-0123456789abcdef0"
  cidr_block        = "10.0.1.0/24"
  availability_zone = "us-east-1a"
}

resource "aws_subnet" "b" {
  vpc_id            = "vpc-0123456789abcdef0"
  cidr_block        = "10.0.1.0/24"
  availability_zone = "us-east-1b"
}

resource "aws_network_interface" "eth1" {
  subnet_id       = aws_subnet.a.id
  private_ips     = [var.address]
  security_groups = ["sg-0123456789abcdef0"]
  description     = "for ${var.password}"

  tags = {
    Password = var.password
  }
}

resource "aws_instance" "fw" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.a.id
  vpc_security_group_ids = ["sg-0123456789abcdef0"]
  user_data              = local.seed
}

resource "aws_network_interface_attachment" "eth1" {
  instance_id          = aws_instance.fw.id
  network_interface_id = aws_network_interface.eth1.id
  device_index         = 1
}
