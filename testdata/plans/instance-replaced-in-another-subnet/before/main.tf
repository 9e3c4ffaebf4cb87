resource "aws_instance" "dns" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = "subnet-0aaaaaaaaaaaaaaaa"
  private_ip             = null
  vpc_security_group_ids = ["sg-0123456789abcdef0"]
}
