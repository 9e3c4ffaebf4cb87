data "aws_region" "current" {}

resource "aws_subnet" "this" {
  vpc_id            = "vpc-0123456789abcdef0"
  cidr_block        = "10.0.1.0/24"
  availability_zone = "${data.aws_region.current.name}a"
}

resource "aws_network_interface" "this" {
  subnet_id       = aws_subnet.this.id
  security_groups = ["sg-0123456789abcdef0"]
}

output "interface" {
  value = aws_network_interface.this.id
}
