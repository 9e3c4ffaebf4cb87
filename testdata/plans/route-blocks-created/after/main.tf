resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_internet_gateway" "main" {
  vpc_id = aws_vpc.main.id
}

resource "aws_subnet" "outside" {
  vpc_id            = aws_vpc.main.id
  cidr_block        = "10.0.1.0/24"
  availability_zone = "us-east-1a"
}

resource "aws_network_interface" "nat" {
  subnet_id = aws_subnet.outside.id
}

resource "aws_instance" "nat" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "t3.micro"

  primary_network_interface {
    network_interface_id = aws_network_interface.nat.id
  }
}

resource "aws_route_table" "mixed" {
  vpc_id = aws_vpc.main.id

  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.main.id
  }

  route {
    cidr_block           = "192.168.0.0/16"
    network_interface_id = aws_network_interface.nat.id
  }
}
