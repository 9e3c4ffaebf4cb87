resource "aws_vpc" "v" { cidr_block = "10.0.0.0/16" }
resource "aws_subnet" "s" {
  for_each          = { a = 1, b = 2 }
  vpc_id            = aws_vpc.v.id
  cidr_block        = cidrsubnet(aws_vpc.v.cidr_block, 8, each.value)
  availability_zone = "eu-west-1${each.key}"
}
resource "aws_route_table" "r" {
  for_each = aws_subnet.s
  vpc_id   = aws_vpc.v.id
}
output "id" { value = aws_vpc.v.id }
output "subnets" { value = { for k, s in aws_subnet.s : k => s.id } }
output "route_tables" { value = { for k, s in aws_route_table.r : k => s.id } }
