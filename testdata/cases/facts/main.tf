# Everything here is named by the ids of things that exist already; the facts say where those are.

data "aws_subnet" "inside" {
  id = "subnet-0b0000000000000b1"
}

resource "aws_network_interface" "outside" {
  subnet_id       = "subnet-0a0000000000000a1"
  private_ips     = ["10.0.1.3"]
  security_groups = ["sg-0a00000000000000a"]
}

resource "aws_network_interface" "inside" {
  subnet_id       = data.aws_subnet.inside.id
  private_ips     = [cidrhost(data.aws_subnet.inside.cidr_block, 10)]
  security_groups = ["sg-0b00000000000000b"]
}

resource "aws_instance" "firewall" {
  ami           = "ami-0abcdef1234567890"
  instance_type = "c5.xlarge"

  network_interface {
    network_interface_id = aws_network_interface.outside.id
    device_index         = 0
  }

  network_interface {
    network_interface_id = aws_network_interface.inside.id
    device_index         = 1
  }
}

# The instance exists, and its primary interface is in the same subnet.
resource "aws_network_interface" "management" {
  subnet_id       = "subnet-0a0000000000000a1"
  security_groups = ["sg-0a00000000000000a"]
}

resource "aws_network_interface_attachment" "management" {
  instance_id          = "i-0123456789abcdef0"
  network_interface_id = aws_network_interface.management.id
  device_index         = 1
}

# Nothing is known of these.
resource "aws_network_interface" "elsewhere" {
  subnet_id       = "subnet-0c0000000000000c1"
  private_ips     = ["10.0.1.3"]
  security_groups = ["sg-0b00000000000000b"]
}
