resource "aws_network_interface" "ingress" {
  subnet_id         = "subnet-0aaaaaaaaaaaaaaaa"
  security_groups   = ["sg-0123456789abcdef0"]
  private_ips_count = 4
}
