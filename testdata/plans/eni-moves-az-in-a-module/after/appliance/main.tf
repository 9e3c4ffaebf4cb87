variable "data_zone" {
  type = string
}

resource "aws_subnet" "data" {
  vpc_id            = "vpc-0123456789abcdef0"
  cidr_block        = "10.0.2.0/24"
  availability_zone = var.data_zone
}

resource "aws_instance" "this" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = "subnet-0123456789abcdef0"
  vpc_security_group_ids = ["sg-0123456789abcdef0"]
}

resource "aws_network_interface" "data" {
  subnet_id       = aws_subnet.data.id
  security_groups = ["sg-0123456789abcdef0"]
}

resource "aws_network_interface_attachment" "data" {
  instance_id          = aws_instance.this.id
  network_interface_id = aws_network_interface.data.id
  device_index         = 1
}
