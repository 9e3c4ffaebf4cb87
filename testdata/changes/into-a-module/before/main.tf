resource "aws_subnet" "data" {
  vpc_id            = "vpc-0123456789abcdef0"
  cidr_block        = "10.0.2.0/24"
  availability_zone = "us-east-1a"
}

resource "aws_network_interface" "data" {
  subnet_id         = aws_subnet.data.id
  private_ips       = ["10.0.2.10"]
  security_groups   = ["sg-0123456789abcdef0"]
  source_dest_check = false
}

resource "aws_network_interface" "outside" {
  subnet_id         = "subnet-0aaaaaaaaaaaaaaaa"
  private_ips       = ["10.0.1.10"]
  security_groups   = ["sg-0123456789abcdef0"]
  source_dest_check = false
}

resource "aws_instance" "fw" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "c5.xlarge"

  primary_network_interface {
    network_interface_id = aws_network_interface.outside.id
  }
}

resource "aws_network_interface_attachment" "data" {
  instance_id          = aws_instance.fw.id
  network_interface_id = aws_network_interface.data.id
  device_index         = 1
}

resource "aws_eip" "outside" {
  domain            = "vpc"
  network_interface = aws_network_interface.outside.id
}

resource "aws_route" "private" {
  route_table_id         = "rtb-0123456789abcdef0"
  destination_cidr_block = "0.0.0.0/0"
  network_interface_id   = aws_network_interface.data.id
}
