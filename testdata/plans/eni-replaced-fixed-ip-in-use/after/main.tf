resource "aws_network_interface" "vip" {
  subnet_id       = "subnet-0aaaaaaaaaaaaaaaa"
  interface_type  = "trunk"
  private_ips     = ["10.0.1.10"]
  security_groups = ["sg-0123456789abcdef0"]

  lifecycle {
    create_before_destroy = true
  }
}
