# `primary_network_interface`, `domain = "vpc"`, a region of a resource's own, `assign_eip`-like helpers gone.
resource "aws_network_interface" "elsewhere" {
  region          = "eu-west-1"
  subnet_id       = aws_subnet.b.id
  security_groups = [aws_security_group.nodes.id]
}

resource "aws_network_interface" "spare" {
  subnet_id       = aws_subnet.a.id
  security_groups = [aws_security_group.nodes.id]
}

resource "aws_instance" "new" {
  ami           = var.ami
  instance_type = "m5.large"

  primary_network_interface {
    network_interface_id = aws_network_interface.elsewhere.id
  }
}

# Another zone than that of `elsewhere`.
resource "aws_network_interface_attachment" "spare" {
  instance_id          = aws_instance.new.id
  network_interface_id = aws_network_interface.spare.id
  device_index         = 1
}

resource "aws_eip" "new" {
  domain            = "vpc"
  network_interface = aws_network_interface.elsewhere.id
}
