# What the arguments of a data source fix is known, whether they are attributes or filters.
data "aws_subnet" "inside" {
  vpc_id            = var.vpc
  availability_zone = "eu-west-1a"
}

data "aws_subnet" "outside" {
  filter {
    name   = "availability-zone"
    values = ["eu-west-1b"]
  }
}

# A pattern and several values fix nothing.
data "aws_subnet" "somewhere" {
  filter {
    name   = "availability-zone"
    values = ["eu-west-1*"]
  }
}

data "aws_subnet" "anywhere" {
  filter {
    name   = "availability-zone"
    values = ["eu-west-1b", "eu-west-1c"]
  }
}

variable "vpc" {}

resource "aws_network_interface" "inside" {
  subnet_id       = data.aws_subnet.inside.id
  security_groups = ["sg-0123456789abcdef0"]
}

resource "aws_network_interface" "outside" {
  subnet_id       = data.aws_subnet.outside.id
  security_groups = ["sg-0123456789abcdef0"]
}

resource "aws_network_interface" "somewhere" {
  subnet_id       = data.aws_subnet.somewhere.id
  security_groups = ["sg-0123456789abcdef0"]
}

resource "aws_network_interface" "anywhere" {
  subnet_id       = data.aws_subnet.anywhere.id
  security_groups = ["sg-0123456789abcdef0"]
}

resource "aws_instance" "firewall" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "c5.4xlarge"

  network_interface {
    device_index         = 0
    network_interface_id = aws_network_interface.inside.id
  }

  network_interface {
    device_index         = 1
    network_interface_id = aws_network_interface.outside.id
  }

  network_interface {
    device_index         = 2
    network_interface_id = aws_network_interface.somewhere.id
  }

  network_interface {
    device_index         = 3
    network_interface_id = aws_network_interface.anywhere.id
  }
}
