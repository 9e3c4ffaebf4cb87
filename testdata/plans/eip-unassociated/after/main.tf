resource "aws_eip" "app" {
  domain = "vpc"
}

resource "aws_instance" "app" {
  ami                    = "ami-0aaaaaaaaaaaaaaaa"
  instance_type          = "t3.micro"
  subnet_id              = "subnet-0aaaaaaaaaaaaaaaa"
  vpc_security_group_ids = ["sg-0123456789abcdef0"]
}
