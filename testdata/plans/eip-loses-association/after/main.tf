resource "aws_eip" "app" {
  domain = "vpc"
}

resource "aws_instance" "app" {
  ami                    = "ami-0bbbbbbbbbbbbbbbb"
  instance_type          = "t3.micro"
  subnet_id              = "subnet-0aaaaaaaaaaaaaaaa"
  vpc_security_group_ids = ["sg-0123456789abcdef0"]
}

resource "aws_eip_association" "app" {
  allocation_id = aws_eip.app.id
  instance_id   = aws_instance.app.id
}
