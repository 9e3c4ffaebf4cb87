variable "ami" {
  type = string
}

variable "instance_type" {
  type    = string
  default = "t3.micro"
}

resource "aws_network_interface" "outside" {
  subnet_id       = aws_subnet.data.id
  private_ips     = [cidrhost(aws_subnet.data.cidr_block, 2)]
  security_groups = [aws_security_group.firewall.id]
}

resource "aws_network_interface" "inside" {
  subnet_id       = aws_subnet.data.id
  security_groups = [aws_security_group.firewall.id]
}

resource "aws_network_interface" "management" {
  subnet_id       = aws_subnet.management.id
  security_groups = [aws_security_group.firewall.id]
}

resource "aws_instance" "firewall" {
  ami           = var.ami
  instance_type = var.instance_type

  network_interface {
    device_index         = 0
    network_interface_id = aws_network_interface.outside.id
  }

  network_interface {
    device_index         = 1
    network_interface_id = aws_network_interface.inside.id
  }
}

resource "aws_network_interface_attachment" "management" {
  instance_id          = aws_instance.firewall.id
  network_interface_id = aws_network_interface.management.id
  device_index         = 0
}
