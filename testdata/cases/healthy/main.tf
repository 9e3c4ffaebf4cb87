# Everything here only looks like a mistake.

variable "ami" {}
variable "vpc_id" {}
variable "subnet_a" {}
variable "subnet_b" {}

variable "ha" {
  type = bool
}

# Two interfaces whose subnets are given as two different variables.
resource "aws_network_interface" "a" {
  subnet_id       = var.subnet_a
  security_groups = ["sg-0123456789abcdef0"]
}

resource "aws_network_interface" "b" {
  subnet_id       = var.subnet_b
  security_groups = ["sg-0123456789abcdef0"]
}

resource "aws_instance" "two_subnets" {
  ami           = var.ami
  instance_type = "c5.large"
  # Written, but as null.
  subnet_id = null

  network_interface {
    device_index         = 0
    network_interface_id = aws_network_interface.a.id
  }
}

resource "aws_network_interface_attachment" "b" {
  device_index         = 1
  instance_id          = aws_instance.two_subnets.id
  network_interface_id = aws_network_interface.b.id
}

# Only one of the two is ever attached.
resource "aws_subnet" "shared" {
  vpc_id            = var.vpc_id
  cidr_block        = "10.0.1.0/24"
  availability_zone = "eu-west-1a"
}

resource "aws_subnet" "other" {
  vpc_id            = var.vpc_id
  cidr_block        = "10.0.2.0/24"
  availability_zone = "eu-west-1a"
}

resource "aws_instance" "either" {
  ami           = var.ami
  instance_type = "t3.micro"
  subnet_id     = aws_subnet.shared.id
}

resource "aws_network_interface" "when_ha" {
  count           = var.ha ? 1 : 0
  subnet_id       = aws_subnet.other.id
  security_groups = ["sg-0123456789abcdef0"]
}

resource "aws_network_interface" "when_single" {
  count           = var.ha ? 0 : 1
  subnet_id       = aws_subnet.other.id
  security_groups = ["sg-0123456789abcdef0"]
}

resource "aws_network_interface_attachment" "when_ha" {
  count                = var.ha ? 1 : 0
  instance_id          = aws_instance.either.id
  network_interface_id = aws_network_interface.when_ha[0].id
  device_index         = 1
}

resource "aws_network_interface_attachment" "when_single" {
  count                = var.ha ? 0 : 1
  instance_id          = aws_instance.either.id
  network_interface_id = aws_network_interface.when_single[0].id
  device_index         = 1
}
