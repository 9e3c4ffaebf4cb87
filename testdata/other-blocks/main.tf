resource "aws_network_interface" "outside" {
  subnet_id       = "subnet-0a1b2c3d4e5f60718"
  security_groups = ["sg-0a1b2c3d4e5f60718"]
}

# Nothing leads from here to the interface, and nothing there leads here.
resource "aws_iam_role" "appliance" {
  name = {a b}
}
