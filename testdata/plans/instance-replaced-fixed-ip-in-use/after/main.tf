resource "aws_instance" "dns" {
  ami                    = "ami-0fedcba9876543210"
  instance_type          = "t3.micro"
  subnet_id              = "subnet-0aaaaaaaaaaaaaaaa"
  private_ip             = "10.0.1.10"
  vpc_security_group_ids = ["sg-0123456789abcdef0"]

  lifecycle {
    create_before_destroy = true
  }
}
