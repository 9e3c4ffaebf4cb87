resource "aws_instance" "other" {
  ami                    = "ami-0fedcba9876543210"
  instance_type          = "t3.small"
  subnet_id              = "subnet-0aaaaaaaaaaaaaaaa"
  vpc_security_group_ids = ["sg-0123456789abcdef0"]
}
