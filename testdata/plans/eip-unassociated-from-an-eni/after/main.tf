resource "aws_network_interface" "data" {
  subnet_id       = "subnet-0bbbbbbbbbbbbbbbb"
  security_groups = ["sg-0123456789abcdef0"]
}
resource "aws_eip" "app" {
  domain = "vpc"
}

