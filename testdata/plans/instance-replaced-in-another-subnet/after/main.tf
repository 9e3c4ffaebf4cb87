resource "aws_instance" "dns" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = "subnet-0bbbbbbbbbbbbbbbb"
  private_ip             = null
  vpc_security_group_ids = ["sg-0123456789abcdef0"]

  lifecycle {
    create_before_destroy = true
  }
}
