resource "aws_security_group" "app" {
  name        = "app"
  description = "app"
  vpc_id      = "vpc-0123456789abcdef0"
}

resource "aws_network_interface" "app" {
  subnet_id       = "subnet-0aaaaaaaaaaaaaaaa"
  security_groups = [aws_security_group.app.id]
}
