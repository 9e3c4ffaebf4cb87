resource "aws_network_interface" "old" {
  subnet_id         = "subnet-0aaaaaaaaaaaaaaaa"
  private_ips       = ["10.0.1.10"]
  private_ips_count = 3
}
