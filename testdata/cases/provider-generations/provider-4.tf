# First-class expressions, `network_interface` with a string index, a launch template, an attachment of its own.
resource "aws_network_interface" "outer" {
  subnet_id       = aws_subnet.a.id
  security_groups = [aws_security_group.nodes.id]
}

resource "aws_network_interface" "inner" {
  subnet_id       = aws_subnet.a.id
  security_groups = [aws_security_group.nodes.id]
}

resource "aws_instance" "middle" {
  ami           = var.ami
  instance_type = "m5.large"

  network_interface {
    device_index         = "0"
    network_interface_id = aws_network_interface.outer.id
  }
}

resource "aws_network_interface_attachment" "inner" {
  instance_id          = aws_instance.middle.id
  network_interface_id = aws_network_interface.inner.id
  device_index         = "0"
}

resource "aws_launch_template" "workers" {
  image_id      = var.ami
  instance_type = "m5.large"

  network_interfaces {
    device_index                = 0
    associate_public_ip_address = "true"
    subnet_id                   = aws_subnet.a.id
    security_groups             = [aws_security_group.nodes.id]
  }

  network_interfaces {
    device_index    = 1
    subnet_id       = aws_subnet.b.id
    security_groups = [aws_security_group.nodes.id]
  }
}
