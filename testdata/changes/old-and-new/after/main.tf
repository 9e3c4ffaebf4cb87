# A line more, and other names for what is old.
moved {
  from = aws_network_interface.old
  to   = aws_network_interface.first
}

resource "aws_network_interface" "first" {
  subnet_id         = "subnet-0aaaaaaaaaaaaaaaa"
  private_ips       = ["10.0.1.10"]
  private_ips_count = 3
}

resource "aws_network_interface" "second" {
  subnet_id         = "subnet-0aaaaaaaaaaaaaaaa"
  private_ips       = ["10.0.1.20"]
  private_ips_count = 3
}
