resource "aws_eip" "balanced" {
  domain = "vpc"
}

resource "aws_eip" "local" {
  domain = "vpc"
}

resource "aws_instance" "app" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = "subnet-0aaaaaaaaaaaaaaaa"
  vpc_security_group_ids = ["sg-0123456789abcdef0"]
}

resource "aws_eip_association" "balanced" {
  allocation_id = aws_eip.balanced.id
  instance_id   = aws_instance.app.id
}

resource "aws_eip_association" "local" {
  allocation_id      = aws_eip.local.id
  instance_id        = aws_instance.app.id
  private_ip_address = "10.0.1.25"
}
